// Owners of several issuers' users are never the same.
import { expect, test } from "vitest";
import { isSameOwner, nameOwnersBy, type Owner, readEntryName, readTokenSubject } from "../../lib/store/owner.ts";
import { ownerPartition } from "../../lib/store/table.ts";
import { fc } from "../support/properties.ts";

const entries = fc.constantFrom(undefined, "a", "old", "old2");
const names = fc.oneof(
  fc.string(),
  fc.constantFrom("5", "#", "@old#5", "old#5", "c@old#5", "u@old#5", "c#5", "a#5", "old2#5", "@a", "%23"),
);
const who = fc.record({ entry: entries, subject: names, claim: fc.option(names, { nil: undefined }) });

function nameOwner({ entry, subject, claim }: typeof who extends fc.Arbitrary<infer T> ? T : never): Owner {
  const own = nameOwnersBy(entry);
  return {
    user: own.toUser(subject),
    tenant: claim === undefined ? own.toPersonalTenant(subject) : own.toCompany(claim),
  };
}

test("two tokens have the same owner only if issuer, subject and tenant are the same", () => {
  const property = fc.property(who, who, (one, other) => {
    const isSame = one.entry === other.entry && one.subject === other.subject && one.claim === other.claim;
    const owners = [nameOwner(one), nameOwner(other)] as const;
    expect(isSameOwner(...owners)).toBe(isSame);
    expect(ownerPartition(owners[0]) === ownerPartition(owners[1])).toBe(isSame);
    // The tenant alone, by which administrators see and the audit is kept, already tells issuers apart.
    if (one.entry !== other.entry) expect(owners[0].tenant).not.toBe(owners[1].tenant);
  });
  fc.assert(property, { numRuns: 2000 });
});

test("an owner's name says whose token it was, and what that says", () => {
  const property = fc.property(who, (token) => {
    const owner = nameOwner(token);
    expect([readEntryName(owner.tenant), readTokenSubject(owner)]).toEqual([token.entry, token.subject]);
  });
  fc.assert(property, { numRuns: 1000 });
});
