# Short names. `just` lists them; none does more than its line.

_default:
    @just --list

# Eight calls through the whole system, on this machine alone
demo *arguments:
    cargo run --release -- demo {{arguments}}

# Every test, with the servers they need
test *arguments:
    cargo xtask test -- {{arguments}}

# What must hold before a change is merged
check:
    cargo xtask check

# The benchmarks
bench *arguments:
    cargo xtask bench -- {{arguments}}

# How well labelled phrases and calls are read; `--help` says more
score *files:
    cargo run --release -p transcript --example score -- {{files}}

# Ten minutes of any text for what reads calls
fuzz *arguments:
    cargo xtask fuzz {{arguments}}

# Install what the tests need (Debian, as root), or say what to install
setup:
    cargo xtask setup

# Format all code
fmt:
    cargo fmt --all
