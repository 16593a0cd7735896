//! What a vendor's answer says of the picture that it was sent: did the attempt fail, by which a policy relaxes; and did the
//! vendor judge as this proxy did?

use periksa::agreement_row::AgreementRow;
use periksa::answer::{self, read};
use periksa::{QualityReport, Route};

use crate::agreement_log::AgreementLog;
use crate::answer::Answer;
use crate::pool::Pool;
use crate::store::Store;
use crate::ticket::Session;

/// What is done with verdicts.
#[derive(Clone)]
pub(crate) struct Verdicts {
    /// Where answers are read.
    pub(crate) pool: Pool,
    /// Where failed attempts are counted.
    pub(crate) store: Store,
    /// Where rows are written, if they are.
    pub(crate) log: Option<AgreementLog>,
}

/// A picture that was sent.
pub(crate) struct Attempt {
    /// Whose attempts are counted, where a policy goes by them.
    pub(crate) session: Option<Session>,
    /// What this proxy saw, where it judged the pixels.
    pub(crate) own: Option<QualityReport>,
}

impl Verdicts {
    /// Reads the vendor's answer as the browser does, where anybody wants to know.
    pub(crate) async fn note(&self, route: Route, attempt: Attempt, answer: Answer) {
        let Attempt { session, own } = attempt;
        let row = self.log.clone().zip(own);
        // What the proxy says in the place of a vendor is no verdict.
        if answer.problem.is_some() || session.is_none() && row.is_none() {
            return;
        }
        let judge = move || {
            let Ok(text) = str::from_utf8(&answer.body) else { return false };
            let status = Some(answer.status.as_u16());
            let verdict = read(route, &answer::Answer { text, status, request_id: None });
            if let Some((log, own)) = row {
                let (vendor, outcome) = match &verdict {
                    Ok(extraction) => (&extraction.vendor_quality, None),
                    Err(error) => (&error.vendor_quality, Some(error.code)),
                };
                log.write(&AgreementRow::new(route, &own, vendor.as_ref(), outcome));
            }
            verdict.is_err_and(|error| error.attempt_failed)
        };
        let has_failed = self.pool.run(judge).await.unwrap_or(false);
        if let Some(session) = session.filter(|_| has_failed) {
            let _ = self.store.count_failure(&session).await;
        }
    }
}
