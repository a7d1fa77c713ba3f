//! What debugging output may say of a type that tells about a person: its name, and no more.
//!
//! Logs, panics and failed assertions print values; a note or a name must not stand in them. Types
//! with personal fields use one of these instead of deriving `Debug`.

/// Prints the name of the type, such as `Details(…)`.
#[macro_export]
macro_rules! print_only_the_type {
    ($($type:ident),+ $(,)?) => {$(
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    )+};
}

/// Prints the name of the variant as `name()` tells it, such as `State(declined)`.
#[macro_export]
macro_rules! print_only_the_variant {
    ($($type:ident),+ $(,)?) => {$(
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self.name())
            }
        }
    )+};
}
