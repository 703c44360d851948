import type { AccountImport } from "../../connections/old-connection.ts";

export const figmaImport: AccountImport = {
  readAccount({ account: { userId, username, email } }) {
    if (userId === undefined || !/^\d{1,30}$/.test(userId)) return undefined;
    return {
      id: userId,
      name: username ?? email ?? userId,
      profile: { handle: username, email },
      ...(email === undefined ? {} : { username: email }),
    };
  },
};
