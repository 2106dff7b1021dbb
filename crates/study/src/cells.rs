//! Whole-number counters of one queue, one door or one group in one interval. They are summed without
//! rounding, so sums don't depend on the order of threads.

/// Counters that can be added up.
pub(crate) trait Counters: Copy + Default + PartialEq {
    /// Adds all counters of another.
    fn add(&mut self, other: &Self);
}

macro_rules! counters {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(crate) struct $name { $($(#[$field_meta])* pub(crate) $field: u64),+ }

        impl Counters for $name {
            fn add(&mut self, other: &$name) {
                $(self.$field += other.$field;)+
            }
        }
    )+};
}

counters! {
    /// What happened to the calls offered to a queue.
    Flow {
        offered,
        answered,
        answered_at_once,
        answered_within,
        abandoned,
        abandoned_within,
        /// Abandoned so soon that the goal leaves them out.
        abandoned_short,
        /// Of those, the ones within T.
        abandoned_short_within,
        blocked,
        dropped,
        in_progress,
        /// Offered calls of callers who had a counted call before.
        redials,
        first_offered,
        first_answered_within,
        first_abandoned_short,
        /// Answered by an agent who called back, and given up as nobody was there.
        called_back,
        call_backs_missed,
        /// Answered by a group that overflow brought.
        overflowed,
        /// Waits of all offered.
        wait_us,
        wait_answered_us,
        wait_abandoned_us,
        handle_us,
        /// Time spent waiting in this interval, whenever offered.
        queue_us,
    }

    /// Deadlines of work, where there is any.
    Deadlines {
        met,
        missed,
    }

    /// What happened at the door, before any queue.
    Door {
        calls,
        redials,
        line_blocked,
        ivr_hang_ups,
        ivr_served,
        in_ivr,
        /// Time that callers spent in the IVR, of those who left it when the centre was closed.
        ivr_us,
        /// Redials that found the centre closed.
        redials_lost,
        /// Time between the decision to call again and the call.
        pending_us,
        /// Answered first calls whose window lies within the stretch, and those not followed by another call.
        first_contacts,
        first_contacts_resolved,
    }

    /// What came of answered calls, of queues where outcomes count.
    Matters {
        /// Answered.
        judged,
        resolved,
        /// Answered where callers are asked.
        asked,
        satisfied,
        /// Answered first calls whose window lies within the stretch, and those not followed by another call.
        first_contacts,
        first_contacts_resolved,
    }

    /// What the agents of a group did.
    Staff {
        idle_us,
        handling_us,
        /// Of that, wrap-up.
        wrap_up_us,
        /// Planned breaks and breaks out of the pool.
        break_us,
        meal_us,
        seat_wait_us,
        overtime_us,
        breaks,
        /// With trainees.
        mentoring_us,
    }

    /// What one agent did in the whole stretch.
    Worked {
        scheduled_us,
        talk_us,
        wrap_up_us,
        idle_us,
        meal_us,
        break_us,
        breaks,
        /// The most break time in one shift.
        break_shift_max_us,
        overtime_us,
        seat_wait_us,
        answered,
        /// Of duties that he didn't come to.
        absent_us,
        /// On shift and not there yet.
        late_us,
        /// On meals and breaks after they should have ended.
        overstayed_us,
        mentoring_us,
    }
}

impl Staff {
    /// Logged in: available, handling, on a break or with trainees.
    pub(crate) fn staffed_us(&self) -> u64 {
        self.idle_us + self.handling_us + self.break_us + self.mentoring_us
    }
}

impl Worked {
    /// Scheduled time that was spent as scheduled.
    pub(crate) fn adherent_us(&self) -> u64 {
        let missed = self.absent_us + self.late_us + self.overstayed_us + self.seat_wait_us;
        self.scheduled_us.saturating_sub(missed)
    }

    /// Logged in: talk, wrap-up, available, breaks and mentoring.
    pub(crate) fn logged_in_us(&self) -> u64 {
        self.talk_us + self.wrap_up_us + self.idle_us + self.break_us + self.mentoring_us
    }
}
