import type { Connection } from "../api/connections.ts";
import { formatAgo, formatDay } from "../ui/dates.ts";

export function AccountFacts({ connection, label }: { readonly connection: Connection; readonly label: string }) {
  const { accountName, username, connectedAt, lastUsed } = connection;
  return (
    <div class="account-facts">
      <p class="account-name" id={label}>
        {accountName || "Account"}
      </p>
      <p class="fine facts">
        {username && username !== accountName && <span>{username}</span>}
        {formatDay(connectedAt) && (
          <span>
            Connected <time dateTime={connectedAt}>{formatDay(connectedAt)}</time>
          </span>
        )}
        <span>
          {formatDay(lastUsed) ? (
            <>
              Last used <time dateTime={lastUsed}>{formatAgo(lastUsed)}</time>
            </>
          ) : (
            "Not used yet"
          )}
        </span>
      </p>
    </div>
  );
}
