#!/bin/sh
# Run once by the PostgreSQL image, when the volume is new: the program's own role and database.
# The role is no superuser, may make neither roles nor databases, and owns one database.
set -eu
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set=password="$(cat "${TORG_PASSWORD_FILE:-/run/secrets/torg-password}")" <<'SQL'
CREATE ROLE torg LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE torg OWNER torg;
REVOKE ALL ON DATABASE torg FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
SQL
