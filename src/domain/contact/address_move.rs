//! Addresses that the source gave to other people: which contacts can take theirs over, planned as a set, and which cannot.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::domain::{Contact, CustomerId, Name, RemoteContact};

/// What becomes of a set of moves; each is named by its place in the set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovePlan<C> {
    /// The moves that can be made, all at once.
    pub possible: Vec<usize>,
    /// The moves that cannot, each with the contact that has the address and keeps it.
    pub blocked: Vec<(usize, C)>,
}

/// Plans moves of contacts of one customer to other addresses, of which no two contacts may have the same.
///
/// A contact can take an address that is free, or whose holder leaves it in the same plan: chains and rings go round. Of
/// several that want one address the first gets it.
pub fn plan_moves<C: Copy + Eq + Hash>(
    moves: &[(C, String)],
    holder_of: impl Fn(&str) -> Option<C>,
) -> MovePlan<C> {
    let mover: HashMap<C, usize> = moves
        .iter()
        .enumerate()
        .map(|(at, (who, _))| (*who, at))
        .collect();
    let mut claimed: HashMap<&str, usize> = HashMap::new();
    let mut late: Vec<(usize, usize)> = Vec::new();
    let mut waiting: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut blockers: HashMap<usize, C> = HashMap::new();
    for (at, (who, address)) in moves.iter().enumerate() {
        if let Some(first) = claimed.get(address.as_str()) {
            late.push((at, *first));
            continue;
        }
        claimed.insert(address, at);
        match holder_of(address) {
            Some(holder) if holder != *who => match mover.get(&holder) {
                Some(leaving) => waiting.entry(*leaving).or_default().push(at),
                None => {
                    blockers.insert(at, holder);
                }
            },
            Some(_) | None => {}
        }
    }
    // Who waits for one that stays, stays too.
    let mut open: Vec<usize> = blockers.keys().copied().collect();
    open.extend(late.iter().map(|(at, _)| *at));
    let mut seen: HashSet<usize> = open.iter().copied().collect();
    while let Some(stays) = open.pop() {
        for at in waiting.remove(&stays).unwrap_or_default() {
            if let Some((who, _)) = moves.get(stays) {
                blockers.insert(at, *who);
            }
            if seen.insert(at) {
                open.push(at);
            }
        }
    }
    for (at, first) in late {
        let (Some((_, address)), Some((winner, _))) = (moves.get(at), moves.get(first)) else {
            continue;
        };
        let holder = if blockers.contains_key(&first) {
            holder_of(address)
        } else {
            None
        };
        blockers.insert(at, holder.unwrap_or(*winner));
    }
    let possible = (0..moves.len()).filter(|at| !blockers.contains_key(at)).collect();
    let mut blocked: Vec<(usize, C)> = blockers.into_iter().collect();
    blocked.sort_unstable_by_key(|(at, _)| *at);
    MovePlan { possible, blocked }
}

/// A person whose address at the source is that of another contact here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressConflict {
    /// The customer.
    pub customer: CustomerId,
    /// Its short number.
    pub display_id: u32,
    /// Its name.
    pub customer_name: Name,
    /// The person as the source has them.
    pub person: RemoteContact,
    /// Their contact, which keeps its former address; none if they are not linked at all.
    pub contact: Option<Contact>,
    /// The contact that has the address.
    pub holder: Contact,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Plans moves of numbered contacts; contact `n` has the address `n`, and addresses from 100 on are free.
    fn plan(moves: &[(u32, u32)]) -> (Vec<u32>, Vec<(u32, u32)>) {
        let moves: Vec<(u32, String)> = moves.iter().map(|(who, to)| (*who, to.to_string())).collect();
        let plan = plan_moves(&moves, |address| {
            address.parse().ok().filter(|holder| *holder < 100)
        });
        (
            plan.possible.into_iter().map(|at| moves[at].0).collect(),
            plan.blocked
                .into_iter()
                .map(|(at, holder)| (moves[at].0, holder))
                .collect(),
        )
    }

    #[test]
    fn swaps_rings_and_chains_go_round() {
        assert_eq!(plan(&[(1, 2), (2, 1)]), (vec![1, 2], vec![]));
        assert_eq!(plan(&[(1, 2), (2, 3), (3, 1)]), (vec![1, 2, 3], vec![]));
        assert_eq!(plan(&[(1, 2), (2, 100)]), (vec![1, 2], vec![]));
        assert_eq!(plan(&[(2, 100), (1, 2)]), (vec![2, 1], vec![]));
    }

    #[test]
    fn who_stays_blocks_all_who_wait_for_them() {
        assert_eq!(plan(&[(1, 9)]), (vec![], vec![(1, 9)]));
        assert_eq!(
            plan(&[(1, 2), (2, 3), (3, 9)]),
            (vec![], vec![(1, 2), (2, 3), (3, 9)])
        );
        assert_eq!(plan(&[(1, 2), (2, 9), (4, 100)]), (vec![4], vec![(1, 2), (2, 9)]));
    }

    #[test]
    fn of_two_who_want_one_address_the_first_gets_it() {
        assert_eq!(plan(&[(1, 100), (2, 100)]), (vec![1], vec![(2, 1)]));
        assert_eq!(plan(&[(1, 1)]), (vec![1], vec![]));
    }

    proptest! {
        /// After the plan no two contacts have one address, everybody who moved has theirs, and who did not is blocked by
        /// the contact that has it.
        #[test]
        fn nobody_is_lost_and_no_address_is_there_twice(
            wanted in prop::collection::btree_map(0_u32..12, 0_u32..16, 0..12),
        ) {
            let moves: Vec<(u32, String)> = wanted.iter().map(|(who, to)| (*who, to.to_string())).collect();
            let holder = |address: &str| address.parse().ok().filter(|holder: &u32| *holder < 12);
            let plan = plan_moves(&moves, holder);
            let mut addresses: Vec<String> = (0..12).map(|who: u32| who.to_string()).collect();
            for at in &plan.possible {
                addresses[moves[*at].0 as usize].clone_from(&moves[*at].1);
            }
            let each: HashSet<&String> = addresses.iter().collect();
            prop_assert_eq!(each.len(), addresses.len());
            prop_assert_eq!(plan.possible.len() + plan.blocked.len(), moves.len());
            for (at, holder) in &plan.blocked {
                prop_assert_eq!(&addresses[*holder as usize], &moves[*at].1);
            }
        }
    }
}
