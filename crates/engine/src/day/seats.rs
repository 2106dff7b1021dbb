//! Seats: kept from login to leaving; who finds none waits for one.

use super::Run;
use crate::event::{Class, Event};
use crate::id::AgentId;
use crate::notice::{Doing, Observer};

impl<O: Observer> Run<'_, O> {
    /// An agent on duty wants to log in; those who have waited for a seat since an earlier shift start go
    /// first.
    pub(super) fn wants_to_log_in(&mut self, agent: AgentId) {
        if self.model.seats.is_none() {
            return self.logs_in(agent);
        }
        if self.day.free_seats > 0 && self.day.awaiting_seat.is_empty() {
            self.day.free_seats -= 1;
            return self.logs_in(agent);
        }
        let started = self.agent(agent).started;
        self.day.awaiting_seat.insert((started, agent));
        self.turns(agent, Doing::AwaitingSeat);
        self.schedules_hand_over();
    }

    /// A free seat goes to the agent if he is still the next who waits, by shift start, then agent number: each
    /// in his own place among the agents of this instant.
    pub(super) fn seat_is_free(&mut self, agent: AgentId) {
        let is_next = self.day.awaiting_seat.first().is_some_and(|&(_, next)| next == agent);
        if is_next && self.day.free_seats > 0 {
            self.day.awaiting_seat.pop_first();
            self.day.free_seats -= 1;
            self.logs_in(agent);
        }
        self.schedules_hand_over();
    }

    fn schedules_hand_over(&mut self) {
        if self.day.free_seats > 0
            && let Some(&(_, next)) = self.day.awaiting_seat.first()
        {
            self.schedule_for_agent(self.now(), Class::Joining, next, Event::SeatIsFree { agent: next });
        }
    }

    fn logs_in(&mut self, agent: AgentId) {
        let group = self.group_of(agent);
        self.group(group).present += 1;
        self.agent(agent).may_want_rest |= self.mentors(agent);
        self.is_free(agent);
        self.settles_mentors_of(group);
    }

    /// An agent gives up waiting for a seat because his duty is over.
    pub(super) fn stops_awaiting_seat(&mut self, agent: AgentId) {
        let started = self.agent(agent).started;
        self.day.awaiting_seat.remove(&(started, agent));
        self.turns(agent, Doing::Off);
        // A seat that was freed for him at this instant goes to the next, in his own place.
        self.schedules_hand_over();
    }

    /// An agent, in no list, logs out and leaves his seat.
    pub(super) fn leaves(&mut self, agent: AgentId) {
        let group = self.group_of(agent);
        self.group(group).present -= 1;
        self.turns(agent, Doing::Off);
        self.settles_mentors_of(group);
        if self.model.seats.is_some() {
            self.day.free_seats += 1;
            self.schedules_hand_over();
        }
        if self.day.closed_since.is_some() && self.day.waiting_count > 0 {
            self.drops_unserved();
        }
    }
}
