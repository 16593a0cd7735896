//! Neighbourhood numbers (*rukun tetangga*, *rukun warga*; vendor-contract 7.2).

use super::text::Unread;

/// `003/011` from two groups of up to three digits, `003` where only the first is there.
///
/// `000/000` stands for none on cards without them: no value.
pub(crate) fn rt_rw(sent: &str) -> Result<String, Unread> {
    let upper = sent.to_ascii_uppercase().replace("RT", " ").replace("RW", " ");
    let groups: Vec<&str> = upper
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ':'))
        .filter(|group| !group.is_empty())
        .collect();
    let numbers = groups.iter().all(|group| group.len() <= 3 && group.chars().all(|c| c.is_ascii_digit()));
    let some = groups.iter().any(|group| group.contains(|c: char| c != '0'));
    if numbers && some && matches!(groups.len(), 1..=2) {
        let padded: Vec<String> = groups.iter().map(|group| format!("{group:0>3}")).collect();
        Ok(padded.join("/"))
    } else {
        Err(Unread::QUIETLY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_are_padded() {
        for sent in ["003/011", "3/11", "003 011", "3-11", "RT 3/11", "RT.003 RW.011", "RT: 003 / RW: 011"] {
            assert_eq!(rt_rw(sent).as_deref(), Ok("003/011"), "{sent}");
        }
        assert_eq!(rt_rw("RT.40").as_deref(), Ok("040"));
        assert_eq!(rt_rw("001/000").as_deref(), Ok("001/000"));
    }

    #[test]
    fn none_and_noise_have_no_value() {
        for sent in ["000/000", "", "/", "003011", "1/2/3", "A/B", "0034/001"] {
            assert_eq!(rt_rw(sent), Err(Unread::QUIETLY), "{sent}");
        }
    }
}
