//! Which parts there are, and what each of them may.

/// Which part uses which others. The kernel, which all use, is left out.
pub const USES: &[(&str, &[&str])] = &[
    ("accounts", &["members"]),
    ("charters", &["groups", "members", "vocabulary"]),
    ("commands", &["accounts", "config", "demo", "features", "search", "server"]),
    ("config", &[]),
    ("contacts", &["members", "notifications"]),
    ("curation", &["introductions", "members", "needs", "notifications", "vocabulary"]),
    ("demo", &["discussions", "groups", "support_models"]),
    ("directory", &["groups", "members", "organisations", "vocabulary"]),
    ("discussions", &["groups", "members", "notifications", "spaces", "support_models", "worksheets"]),
    ("examples", &["members", "notifications", "organisations", "vocabulary"]),
    ("features", FEATURES),
    ("groups", &["accounts", "members", "notifications"]),
    ("introductions", &["accounts", "contacts", "members", "needs", "notifications", "vocabulary"]),
    ("invitations", &["accounts", "groups", "members", "notifications"]),
    // The settings are read before there is anything else.
    ("kernel", &["config"]),
    ("knowledge", &["discussions", "examples", "groups", "members", "support_models", "vocabulary"]),
    ("members", &["organisations", "vocabulary"]),
    ("needs", &["directory", "members", "vocabulary"]),
    // What there is to be told is in the table of features, which has this in turn.
    ("notifications", &["accounts", "features", "members"]),
    ("organisations", &[]),
    ("saved_searches", &["accounts", "directory", "members", "notifications"]),
    // Who has something to find stands in the table of features.
    ("search", &["features", "groups", "members"]),
    ("server", &["accounts", "config", "features", "members", "saved_searches"]),
    // The catalogue of problems is made of the table of features, which has it in turn.
    ("service", &["features"]),
    ("spaces", &["groups", "members"]),
    ("support_models", &["accounts", "members", "notifications", "organisations"]),
    ("vocabulary", &[]),
    ("worksheet_rounds", &["support_models", "worksheets"]),
    ("worksheets", &["groups", "members", "support_models"]),
];

/// Everything that is mounted.
pub const FEATURES: &[&str] = &[
    "accounts",
    "charters",
    "contacts",
    "curation",
    "directory",
    "discussions",
    "examples",
    "groups",
    "introductions",
    "knowledge",
    "invitations",
    "members",
    "needs",
    "notifications",
    "organisations",
    "saved_searches",
    "search",
    "service",
    "spaces",
    "support_models",
    "vocabulary",
    "worksheet_rounds",
    "worksheets",
];

/// Who owns which tables: nobody else asks them anything.
pub const OWNS: &[(&str, &[&str])] = &[
    ("accounts", &["account", "one_time_token", "refresh_token", "registration", "session"]),
    ("charters", &["charter", "charter_need", "charter_theme"]),
    ("contacts", &["contact", "message"]),
    ("curation", &["competence_proposal", "vocabulary_decision"]),
    (
        "discussions",
        &[
            "attachment",
            "bookmark",
            "discussion",
            "draft",
            "follow_level",
            "mention",
            "poll",
            "poll_ballot",
            "poll_choice",
            "poll_option",
            "poll_voter",
            "post",
            "reaction",
            "read_state",
            "revision",
        ],
    ),
    ("examples", &["example", "example_organisation", "example_tag"]),
    (
        "groups",
        &[
            "group",
            "group_admission",
            "group_answer",
            "group_ban",
            "group_change",
            "group_consent",
            "group_membership",
            "group_parent",
            "group_question",
            "group_refusal",
            "group_succession",
        ],
    ),
    ("introductions", &["introduction", "introduction_ask"]),
    ("invitations", &["invitation", "invitation_link"]),
    ("kernel", &["change", "idempotency_key", "mail_refusal", "outbox_notice", "search_entry", "setting", "signing_key", "throttle"]),
    (
        "members",
        &[
            "claim_evidence",
            "competence_claim",
            "education",
            "member",
            "member_block",
            "member_dismissal",
            "member_language",
            "member_link",
            "photo",
            "position",
            "topic",
        ],
    ),
    ("needs", &["need", "need_competence"]),
    ("notifications", &["digest", "mailing", "notification", "notification_preference", "notification_setting"]),
    ("organisations", &["organisation", "organisation_name"]),
    ("saved_searches", &["saved_search", "saved_search_hit"]),
    ("spaces", &["group_decision", "group_file", "group_file_content", "group_file_version", "group_link", "group_page", "group_page_version"]),
    ("support_models", &["contribution", "support_model", "support_model_editor", "support_model_version"]),
    ("vocabulary", &["competence", "competence_area", "competence_broader", "competence_synonym", "municipality", "region", "sector", "theme"]),
    ("worksheet_rounds", &["round_answer", "worksheet_round"]),
    ("worksheets", &["worksheet", "worksheet_archive", "worksheet_entry", "worksheet_share", "worksheet_template"]),
];

/// Files that name a table of somebody else's, and why.
pub const GUESTS: &[(&str, &str, &str)] = &[
    ("members/index/load.rs", "group_membership", "who is in which group decides what is seen and what counts, as in the policy"),
    ("members/policy.rs", "group_membership", "whom one shares a group with decides what one sees of them, and groups ask members for names"),
    ("service/routes.rs", "signing_key", "shows the public half of a row that the kernel hands out"),
];

/// How often each file acts for the installation itself, with nobody's rights.
pub const SYSTEM: &[(&str, usize)] = &[
    ("accounts/identify.rs", 1),
    ("accounts/routes.rs", 7),
    ("commands.rs", 6),
    ("contacts/routes.rs", 1),
    ("curation/routes.rs", 1),
    ("features.rs", 1),
    ("introductions/routes.rs", 1),
    ("invitations/routes.rs", 1),
    ("kernel/access.rs", 1),
    ("members/index/finder.rs", 1),
    ("notifications/routes.rs", 3),
    ("server.rs", 4),
    ("support_models/contributions.rs", 1),
    ("worksheet_rounds/store.rs", 2),
    ("worksheets/held.rs", 1),
    ("worksheets/store.rs", 1),
];

/// Files that know of actix: all routes and the kernel besides.
pub const ACTIX: &[&str] = &["accounts/identify.rs", "commands.rs", "main.rs", "server.rs"];
