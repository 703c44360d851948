import type { AccountImport, OldAccount } from "../../connections/old-connection.ts";

/** Ids of 15 characters are not unique without their case; those of 18 are the ones that tokens come with. */
const organizationId = /^00D[A-Za-z0-9]{15}$/;
const personId = /^005[A-Za-z0-9]{15}$/;
const identityUrl = /\/id\/(00D[A-Za-z0-9]{15})\/(005[A-Za-z0-9]{15})$/;

function readIds({ userId = "", accountId = "" }: OldAccount): { organization: string; person: string } | undefined {
  const [, organization, person] = identityUrl.exec(userId) ?? [];
  if (organization !== undefined && person !== undefined) return { organization, person };
  return organizationId.test(accountId) && personId.test(userId)
    ? { organization: accountId, person: userId }
    : undefined;
}

/** The identity URL is rebuilt of the ids, wherever its host was; `instance_url` is needed in any case. */
export const salesforceImport: AccountImport = {
  readAccount({ account }) {
    const ids = readIds(account);
    const { username, accountName, instanceUrl } = account;
    const name = accountName ?? username;
    if (ids === undefined || name === undefined || instanceUrl === undefined) return undefined;
    const { organization, person } = ids;
    return {
      id: `${organization}/${person}`,
      name,
      ...(username === undefined ? {} : { username }),
      person,
      profile: { organization },
    };
  },
  readTokenMembers({ account }) {
    const ids = readIds(account);
    const { instanceUrl } = account;
    return {
      ...(ids && { id: `https://login.salesforce.com/id/${ids.organization}/${ids.person}` }),
      ...(instanceUrl === undefined ? {} : { instance_url: instanceUrl }),
    };
  },
};
