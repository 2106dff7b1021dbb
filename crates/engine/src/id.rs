//! Small numbers that name things of a model, each its own type so that they can't be mixed up.

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the table that this id names.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                // Models are limited to far fewer things than this.
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )+};
}

ids! {
    /// A caller kind, by its place in the design.
    KindId,
    /// A menu of the IVR, by its place in the design.
    MenuId,
    /// A queue, by its place in the design.
    QueueId,
    /// An agent group, by its place in the design.
    GroupId,
    /// An agent: numbered through all groups, in each group through its shifts in order.
    AgentId,
}
