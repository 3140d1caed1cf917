//! A tour through the operations: each succeeds and answers as the document promises.

use std::cell::RefCell;
use std::collections::BTreeSet;

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::{Answer, Contract, Operation, Person};

/// Somebody on the way through everything that the document offers.
pub struct Tour<'a> {
    pub contract: &'a Contract,
    pub reached: RefCell<BTreeSet<String>>,
    /// The secret of the worksheet that was begun on the way.
    pub secret: RefCell<String>,
}

impl Tour<'_> {
    /// Carries out one operation, which succeeds and answers as the document promises.
    pub async fn go(&self, person: &Person<'_>, id: &str, ids: &[&str], body: Option<Value>) -> Answer {
        let operation = self.contract.operation(id);
        let mut ids = ids.iter();
        let path = operation.at(|name| ids.next().unwrap_or_else(|| panic!("{id} wants a {name}")).to_string()) + &operation.query();
        let secret = self.secret.borrow().clone();
        let held = (!secret.is_empty()).then_some(("worksheet-secret", secret.as_str()));
        let headers: Vec<_> = held.into_iter().chain(operation.headers().iter().copied()).collect();
        let answer = person.send(operation.method.clone(), &path, &headers, body).await;
        assert!((200..300).contains(&answer.status), "{id}: {} answered {} {}", answer.of, answer.status, answer.text);
        self.contract.promises(&operation, &answer);
        assert_eq!(answer.status == 201, answer.headers.contains_key("location"), "{}: 201, and only that, says where", answer.of);
        self.reached.borrow_mut().insert(id.to_owned());
        answer
    }

    /// Shows a photo, looks at it and takes it away.
    pub async fn shows_photo(&self, person: &Person<'_>) {
        let operation = self.contract.operation("showPhoto");
        let file = crate::photos::png(200, 100);
        let shown = person.send_raw(operation.method.clone(), &operation.path, &[], Some(("image/png", file))).await.is(200);
        self.contract.promises(&operation, &shown);
        self.reached.borrow_mut().insert(operation.id);
        let (at, _) = shown.text_at("/small").rsplit_once('/').map(|(at, size)| (at.to_owned(), size.to_owned())).expect("an address");
        let hash = at.rsplit('/').next().expect("a hash").to_owned();
        self.go(person, "getPhoto", &[&person.id, &hash, "medium"], None).await;
        self.go(person, "removePhoto", &[], None).await;
    }

    /// Brings a picture.
    pub async fn brings(&self, person: &Person<'_>, id: &str, ids: &[&str], headers: &[(&str, &str)]) -> Answer {
        let operation = self.contract.operation(id);
        let mut ids = ids.iter();
        let path = operation.at(|_| ids.next().expect("an id").to_string()) + "?name=F%C3%A4rger.png";
        let file = Some(("application/octet-stream", crate::photos::png(200, 100)));
        let answer = person.send_raw(operation.method.clone(), &path, headers, file).await;
        self.contract.promises(&operation, &answer);
        assert!([200, 201].contains(&answer.status), "{}", answer.text);
        self.reached.borrow_mut().insert(operation.id);
        answer
    }

    /// Reads what somebody is told, and says how they want to be told.
    pub async fn hears(&self, person: &Person<'_>) {
        person.app.all_is_told().await;
        let told = self.go(person, "listNotifications", &[], None).await.each("/id").remove(0);
        self.go(person, "readNotification", &[&told], None).await;
        self.go(person, "unreadNotification", &[&told], None).await;
        self.go(person, "readNotifications", &[], Some(json!({ "until": "2026-11-22T09:00:00Z" }))).await;
        self.go(person, "editNotificationSettings", &[], Some(json!({ "mailsAWeek": 50, "quietHours": { "from": 22, "until": 6 } }))).await;
        self.go(person, "setNotificationKind", &["discussions.reply"], Some(json!({ "inApp": true, "mail": "never" }))).await;
        self.go(person, "resetNotificationKind", &["discussions.reply"], None).await;
        let mails = person.app.mails_to(&person.email, 1).await.concat();
        let link = mails.split("/unsubscriptions/").nth(1).expect("a mail with a way out");
        let token: String = link.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        let nobody = person.app.stranger();
        self.go(&nobody, "showUnsubscription", &[&token], None).await;
        self.go(&nobody, "stopMail", &[&token], None).await;
    }

    /// Reads every list and everything else that needs no id.
    pub async fn look_around(&self, person: &Person<'_>) {
        // What waits for an editor, and who is protected, is for staff.
        let for_staff = ["listProtectedMembers", "listExampleReviews"];
        let plain =
            |operation: &Operation| operation.method == Method::GET && !operation.path.contains('{') && !for_staff.contains(&operation.id.as_str());
        for operation in self.contract.operations().into_iter().filter(plain) {
            self.go(person, &operation.id, &[], None).await;
        }
    }
}
