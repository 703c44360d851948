import { describe, expect, it } from "vitest";
import { mergeStatements, type Statement } from "../../infra/statement.ts";
import { fc } from "../support/properties.ts";

const key = (purpose: string, provider: string): Statement => ({
  actions: ["kms:Decrypt"],
  resources: ["key"],
  conditions: { StringEquals: { purpose: [purpose], provider: [provider] } },
});

/** What a list of statements allows, one string for each combination. */
const listAllowed = (statements: readonly Statement[]) =>
  new Set(
    statements.flatMap(({ actions, resources, conditions = {} }) =>
      actions.flatMap((action) =>
        resources.flatMap((resource) =>
          (conditions.StringEquals?.purpose ?? ["-"]).flatMap((purpose) =>
            (conditions.StringEquals?.provider ?? ["-"]).map((provider) =>
              [action, resource, purpose, provider].join(),
            ),
          ),
        ),
      ),
    ),
  );

describe("mergeStatements", () => {
  it("merges statements that differ in one set of values", () => {
    expect(mergeStatements([key("connection", "slack"), key("connection", "figma")])).toEqual([
      {
        actions: ["kms:Decrypt"],
        resources: ["key"],
        conditions: { StringEquals: { purpose: ["connection"], provider: ["slack", "figma"] } },
      },
    ]);
  });

  it("does not merge statements whose union would allow more", () => {
    expect(mergeStatements([key("connection", "slack"), key("pending", "figma")])).toHaveLength(2);
  });

  it("does not merge a statement without a condition and one with it", () => {
    const bare: Statement = { actions: ["kms:Decrypt"], resources: ["key"] };
    expect(mergeStatements([bare, key("connection", "slack")])).toHaveLength(2);
  });

  it("allows exactly what the given statements allow", () => {
    const some = (...from: string[]) => fc.uniqueArray(fc.constantFrom(...from), { minLength: 1 });
    const statement = fc
      .record({
        actions: some("a", "b"),
        resources: some("r", "s"),
        purpose: some("c", "p"),
        provider: some("x", "y", "z"),
      })
      .map(
        ({ actions, resources, purpose, provider }): Statement => ({
          actions,
          resources,
          conditions: { StringEquals: { purpose, provider } },
        }),
      );
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), (statements) => {
        expect(listAllowed(mergeStatements(statements))).toEqual(listAllowed(statements));
      }),
    );
  });
});
