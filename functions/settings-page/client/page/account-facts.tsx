import type { Connection } from "../api/connections.ts";
import { agoOf, dayOf } from "./dates.ts";

export function AccountFacts({ connection, label }: { readonly connection: Connection; readonly label: string }) {
  const { accountName, username, connectedAt, lastUsed } = connection;
  return (
    <div class="account-facts">
      <p class="account-name" id={label}>
        {accountName || "Account"}
      </p>
      <p class="fine facts">
        {username && username !== accountName && <span>{username}</span>}
        {dayOf(connectedAt) && (
          <span>
            Connected <time dateTime={connectedAt}>{dayOf(connectedAt)}</time>
          </span>
        )}
        <span>
          {dayOf(lastUsed) ? (
            <>
              Last used <time dateTime={lastUsed}>{agoOf(lastUsed)}</time>
            </>
          ) : (
            "Not used yet"
          )}
        </span>
      </p>
    </div>
  );
}
