import { formatScope } from "./format-scope.ts";

/** Permissions, each with its raw name on hover. */
export const ScopeList = ({ scopes }: { readonly scopes: readonly string[] }) => (
  <ul class="scopes">
    {scopes.map((scope) => (
      <li key={scope}>
        <code title={scope}>{formatScope(scope)}</code>
      </li>
    ))}
  </ul>
);
