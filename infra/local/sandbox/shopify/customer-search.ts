// The search of customers: shopify.dev/docs/api/usage/search-syntax, as far as one field and OR go.
import type { Customer, Shop } from "./shops.ts";

const term = /^(\w+):(?:"((?:[^"\\]|\\.)*)"|(\S+))$/;

export function findCustomers({ customers }: Shop, query: string): Customer[] {
  const terms = query.split(/\s+OR\s+/).map((text) => term.exec(text.trim()));
  return [...customers.values()].filter((customer) =>
    terms.some((found) => found !== null && hasTerm(customer, found[1] ?? "", found[2] ?? found[3] ?? "")),
  );
}

/** A phone number is found by what is stored, which is E.164. */
function hasTerm({ phone, email }: Customer, field: string, value: string): boolean {
  if (field === "phone") return phone === value;
  return field === "email" && email.toLowerCase() === value.toLowerCase();
}
