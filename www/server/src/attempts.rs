//! Attempts of a person that failed, by which a policy relaxes: counted by the ticket's session.

use periksa::Route;
use periksa::answer::{self, read};

use crate::answer::Answer;
use crate::pool::Pool;

/// Does the vendor say that the picture was no good? Read as the browser reads it, where that holds nobody up.
pub(crate) async fn has_failed(pool: &Pool, route: Route, answer: &Answer) -> bool {
    let (status, body) = (answer.status.as_u16(), answer.body.clone());
    let judge = move || {
        let Ok(text) = str::from_utf8(&body) else { return false };
        let answer = answer::Answer { text, status: Some(status), request_id: None };
        read(route, &answer).is_err_and(|error| error.attempt_failed)
    };
    pool.run(judge).await.unwrap_or(false)
}
