import type { AccountImport } from "../../connections/old-connection.ts";

export const githubImport: AccountImport = {
  readAccount({ account: { userId, username, accountName } }) {
    if (userId === undefined || !/^\d{1,20}$/.test(userId) || username === undefined) return undefined;
    return { id: userId, name: accountName ?? username, username };
  },
};
