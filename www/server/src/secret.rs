//! Secrets of the environment. Each may stand in a file instead, as systemd and containers hand them over.

use std::fs;

use crate::start_error::StartError;

/// The secret of that name, or what the file holds that `NAME_FILE` names, without white space around.
pub(crate) fn secret(env: impl Fn(&str) -> Option<String>, name: &str) -> Result<Option<String>, StartError> {
    let in_file = format!("{name}_FILE");
    match (env(name), env(&in_file)) {
        (Some(_), Some(_)) => Err(StartError::new(format!("{name} and {in_file} are both set"))),
        (None, Some(file)) => match fs::read_to_string(&file) {
            Ok(text) if text.trim_ascii().is_empty() => {
                Err(StartError::new(format!("{in_file} {file}: the file is empty")))
            }
            Ok(text) => Ok(Some(text.trim_ascii().to_owned())),
            Err(error) => Err(StartError::new(format!("{in_file} {file}: {error}"))),
        },
        (value, None) => Ok(value),
    }
}

/// Is there such a secret, or such a file?
pub(crate) fn is_set(env: impl Fn(&str) -> Option<String>, name: &str) -> bool {
    env(name).is_some() || env(&format!("{name}_FILE")).is_some()
}
