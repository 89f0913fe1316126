//! Customers: one per company and phone; a caller without a number is a customer of that call
//! alone.

use domain::id::{CallId, CompanyId, CustomerId};
use domain::phone::PhoneNumber;
use domain::time::Instant;

use crate::engine::{StoreError, Tx, exec};
use crate::types::At;

crate::sql! {
    /// No conflict target, for the reason given at `CALL_CREATE`.
    CUSTOMER_ENSURE = "INSERT INTO customers (id, company_id, phone, name, created_at) VALUES ($1, $2, $3, NULL, $4) \
        ON CONFLICT DO NOTHING";
    /// Calls of one customer take turns from here on. A statement of its own, since on PostgreSQL
    /// one that had to wait for the row still sees the calls as they were before.
    CUSTOMER_LOCK = "UPDATE customers SET name = name WHERE id = $1 AND company_id = $2";
    /// The name given in the latest call counts, whatever order calls are worked on in; one that was
    /// noted before any that was only heard (F51).
    CUSTOMER_NAME = "UPDATE customers SET name = (SELECT caller_name FROM calls \
        WHERE customer_id = $1 AND company_id = $2 AND caller_name IS NOT NULL ORDER BY caller_heard, started_at IS NULL, started_at DESC, id DESC LIMIT 1) \
        WHERE id = $1 AND company_id = $2";
    CUSTOMER_DROP = "DELETE FROM customers WHERE id = $1 AND company_id = $2 AND phone IS NULL \
        AND NOT EXISTS (SELECT 1 FROM calls WHERE customer_id = $1) \
        AND NOT EXISTS (SELECT 1 FROM appointments WHERE customer_id = $1)";
}

/// The customer behind a call.
pub(crate) fn customer_id(
    company: CompanyId,
    call: CallId,
    phone: Option<&PhoneNumber>,
) -> CustomerId {
    match phone {
        Some(phone) => CustomerId::of(company, phone.as_str()),
        None => CustomerId::of(company, &format!("call {call}")),
    }
}

impl Tx {
    /// The customer behind a call, created if new.
    pub async fn customer(
        &mut self,
        company: CompanyId,
        call: CallId,
        phone: Option<&PhoneNumber>,
        now: Instant,
    ) -> Result<CustomerId, StoreError> {
        let id = customer_id(company, call, phone);
        exec!(
            self,
            sqlx::query(CUSTOMER_ENSURE)
                .bind(id.as_uuid())
                .bind(company.as_uuid())
                .bind(phone.map(PhoneNumber::as_str))
                .bind(At(now))
        )?;
        Ok(id)
    }

    /// Takes over the name that the customer's calls give.
    pub async fn name_customer(
        &mut self,
        company: CompanyId,
        id: CustomerId,
    ) -> Result<(), StoreError> {
        for statement in [CUSTOMER_LOCK, CUSTOMER_NAME] {
            exec!(
                self,
                sqlx::query(statement)
                    .bind(id.as_uuid())
                    .bind(company.as_uuid())
            )?;
        }
        Ok(())
    }

    /// Removes the nameless customer of a call whose number turned up after all.
    pub async fn drop_anonymous(
        &mut self,
        company: CompanyId,
        id: CustomerId,
    ) -> Result<(), StoreError> {
        exec!(
            self,
            sqlx::query(CUSTOMER_DROP)
                .bind(id.as_uuid())
                .bind(company.as_uuid())
        )?;
        Ok(())
    }
}
