import type { AccountImport } from "../../connections/old-connection.ts";

/** An account is a portal (`hub_id`); the person's id is another number. */
export const hubspotImport: AccountImport = {
  readAccount({ account: { accountId, accountName, userId, username, email } }) {
    if (accountId === undefined || !/^\d{1,20}$/.test(accountId)) return undefined;
    const shown = username ?? email;
    return {
      id: accountId,
      name: accountName ?? `HubSpot ${accountId}`,
      ...(shown === undefined ? {} : { username: shown }),
      ...(userId !== undefined && /^\d{1,20}$/.test(userId) ? { person: userId } : {}),
    };
  },
};
