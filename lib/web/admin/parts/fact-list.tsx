import type { ComponentChildren } from "preact";
import { Nothing } from "./moment.tsx";

export type Fact = readonly [name: string, value: ComponentChildren];

/** Names with their values. What is empty is said to be missing. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="card admin-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === "" ? <Nothing /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
