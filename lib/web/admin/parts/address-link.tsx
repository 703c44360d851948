import type { ComponentChildren } from "preact";
import { type Address, formatQuery, type Query } from "../use-address.ts";

interface Props {
  readonly address: Address;
  readonly to: Query;
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A link within the page, which does not load it again. */
export function AddressLink({ address, to, current, children }: Props) {
  return (
    <a
      href={location.pathname + formatQuery(to)}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
        event.preventDefault();
        address.go(to);
      }}
    >
      {children}
    </a>
  );
}
