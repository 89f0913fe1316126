//! The whole system, from a signed webhook to a booked appointment.

/// Runs each test in both shapes.
macro_rules! in_both_shapes {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {
        mod embedded {
            $(
                $(#[$attribute])*
                #[tokio::test(flavor = "multi_thread")]
                async fn $name() -> anyhow::Result<()> {
                    super::$name(e2e::Shape::Embedded).await
                }
            )+
        }
        mod scaled {
            $(
                $(#[$attribute])*
                #[tokio::test(flavor = "multi_thread")]
                async fn $name() -> anyhow::Result<()> {
                    super::$name(e2e::Shape::Scaled).await
                }
            )+
        }
    };
}

mod calls;
mod order;

mod claims;
mod unclear;
mod weather;
mod words;

mod tenants;

mod bad_input;
mod layers;
mod many;
mod processes;
