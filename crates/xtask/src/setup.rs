//! Finding, and on Debian installing, the programs that tests start.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::bail;
use testkit::programs;
use tokio::process::Command;

use crate::step::{run, say};

struct Need {
    program: &'static str,
    /// Of Debian and its children.
    package: &'static str,
    /// Without it, tests are skipped and say so; `None` when nothing can be tested without it.
    optional_for: Option<&'static str>,
}

const NEEDS: &[Need] = &[
    Need {
        program: "redis-server",
        package: "redis-server",
        optional_for: None,
    },
    Need {
        program: "initdb",
        package: "postgresql",
        optional_for: None,
    },
    Need {
        program: "promtool",
        package: "prometheus",
        optional_for: Some("checking /metrics with Prometheus' own tool"),
    },
    Need {
        program: "node",
        package: "nodejs",
        optional_for: Some("comparing signatures with Retell's own library"),
    },
    Need {
        program: "npm",
        package: "npm",
        optional_for: Some("fetching Retell's own library"),
    },
];

impl Need {
    fn is_met(&self) -> bool {
        match self.program {
            "redis-server" => programs::redis_server().is_ok(),
            "initdb" => programs::postgres("initdb").is_ok(),
            other => programs::in_path(other).is_some(),
        }
    }
}

/// Makes sure that the tests find their programs.
///
/// # Errors
/// One that they cannot do without is missing and cannot be installed.
pub(crate) async fn setup() -> anyhow::Result<()> {
    say("setup: looking for the programs that the tests start");
    if NEEDS.iter().all(Need::is_met) {
        return Ok(());
    }
    if is_debian() && rustix::process::geteuid().is_root() {
        install().await?;
    }
    for need in NEEDS.iter().filter(|need| !need.is_met()) {
        if let Some(purpose) = need.optional_for {
            say(&format!(
                "setup: without `{}`; tests skip {purpose}",
                need.program
            ));
        }
    }
    let missing: Vec<_> = NEEDS
        .iter()
        .filter(|need| !need.is_met() && need.optional_for.is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let programs = missing
        .iter()
        .map(|need| format!("`{}`", need.program))
        .collect::<Vec<_>>();
    let packages = missing.iter().map(|need| need.package).collect::<Vec<_>>();
    bail!(
        "setup: {} not found in PATH. Install it with your package manager: on Debian and Ubuntu \
         `sudo apt-get install {}`, on macOS `brew install redis postgresql`.",
        programs.join(" and "),
        packages.join(" "),
    )
}

async fn install() -> anyhow::Result<()> {
    // Packages start their services when installed. Nobody asked for those here.
    let _no_services = NoServices::while_alive()?;
    run(
        "setup: fetching Debian's lists of packages",
        apt_get().arg("update"),
    )
    .await?;
    for optional in [false, true] {
        let packages: Vec<_> = NEEDS
            .iter()
            .filter(|need| need.optional_for.is_some() == optional && !need.is_met())
            .map(|need| need.package)
            .collect();
        if packages.is_empty() {
            continue;
        }
        let what = format!("setup: installing {}", packages.join(" "));
        let mut command = apt_get();
        let installed = run(
            &what,
            command
                .args(["install", "--yes", "--no-install-recommends"])
                .args(packages),
        );
        match installed.await {
            Err(error) if optional => say(&format!("{error:#}; going on without")),
            outcome => outcome?,
        }
    }
    Ok(())
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["--quiet=2", "-oDpkg::Use-Pty=0"]);
    command
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && programs::in_path("apt-get").is_some()
}

/// Debian asks this program before it starts a service.
const POLICY: &str = "/usr/sbin/policy-rc.d";
const DENY: &str =
    "#!/bin/sh\n# Put here by `cargo xtask setup` while it installs packages.\nexit 101\n";

/// As long as it lives, installing a package starts no service. A policy that is there already
/// stays, whatever it says; one that we left behind is ours again.
struct NoServices {
    ours: bool,
}

impl NoServices {
    fn while_alive() -> anyhow::Result<Self> {
        let ours = fs::read_to_string(POLICY).map_or(!Path::new(POLICY).exists(), |it| it == DENY);
        if ours {
            fs::write(POLICY, DENY)?;
            fs::set_permissions(POLICY, fs::Permissions::from_mode(0o755))?;
        }
        Ok(Self { ours })
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if self.ours && fs::remove_file(POLICY).is_err() {
            say(&format!(
                "setup: please remove {POLICY}; it keeps services from starting"
            ));
        }
    }
}
