import type { Connection } from "../api/connections.ts";
import { formatScope } from "../ui/format-scope.ts";
import { Icon } from "../ui/icon.tsx";
import { ScopeList } from "../ui/scope-list.tsx";

export function Permissions({ connection }: { readonly connection: Connection }) {
  const { scopes, missingScopes } = connection;
  const count = scopes.length === 1 ? "1 permission" : `${scopes.length} permissions`;
  return (
    <>
      {missingScopes.length > 0 && (
        <p class="hint warn-text">
          <Icon name="alert" />
          <span>
            Not granted: {missingScopes.map(formatScope).join(", ")}. Some features do not work until you reconnect and
            allow them.
          </span>
        </p>
      )}
      {scopes.length > 0 && (
        <details class="more">
          <summary>{count}</summary>
          <ScopeList scopes={scopes} />
        </details>
      )}
    </>
  );
}
