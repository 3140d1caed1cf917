//! What the server has used so far, read off the system (proc(5)) and its own metrics.

use std::fs;

use tests::Running;

/// Ticks of the system's clock in a second: USER_HZ, which is 100 on every Linux.
const TICKS: f64 = 100.0;

/// What was used up to now.
#[derive(Clone, Copy)]
pub struct Costs {
    /// Microseconds of CPU of the server's process.
    pub cpu: f64,
    /// Microseconds of CPU of PostgreSQL on behalf of the database, if it is one.
    pub database_cpu: Option<f64>,
    /// Statements sent to the database.
    pub statements: f64,
}

impl Costs {
    /// Everything so far.
    pub async fn now(server: u32, metrics: &str, database: Option<&str>) -> Self {
        let told = Running::read(metrics).await;
        let counted = told.lines().filter(|line| line.starts_with("torg_database_statements_total"));
        let statements = counted.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum();
        Self { cpu: cpu_of(server), database_cpu: database.map(|url| backends(url).into_iter().map(cpu_of).sum()), statements }
    }

    /// What was used between the two.
    pub fn since(self, before: &Self) -> Self {
        let database_cpu = self.database_cpu.zip(before.database_cpu).map(|(now, before)| now - before);
        Self { cpu: self.cpu - before.cpu, database_cpu, statements: self.statements - before.statements }
    }

    /// For each of so many.
    pub fn per(self, number: usize) -> Self {
        let number = number.max(1) as f64;
        Self { cpu: self.cpu / number, database_cpu: self.database_cpu.map(|cpu| cpu / number), statements: self.statements / number }
    }
}

/// Microseconds of CPU that a process has used, threads that are gone included.
pub fn cpu_of(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name, in parentheses, may hold anything.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let fields: Vec<_> = after.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / TICKS * 1_000_000.0
}

/// PostgreSQL's processes that serve this database on this machine: their titles name it.
pub fn backends(url: &str) -> Vec<u32> {
    let name = url.split('?').next().and_then(|url| url.rsplit('/').next()).unwrap_or_default();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|process| process.file_name().to_str()?.parse::<u32>().ok());
    let serves = |process: &u32| {
        let title = fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
        title.starts_with("postgres: ") && title.split([' ', '\0']).any(|word| word == name)
    };
    numbers.filter(serves).collect()
}
