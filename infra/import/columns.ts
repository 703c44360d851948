// Which column of an export means what. Headers are compared without case, spaces, `_`, `-` and `.`.

/** What is read of a row, and the headers that mean it, the first that has a value first. */
export const fields = {
  user: ["user", "userid", "owner", "ownerid", "uid", "sub"],
  provider: ["provider", "service", "integration", "integrationtype", "platform"],
  accessToken: ["accesstoken", "accesstokenencrypted", "encryptedaccesstoken", "token", "encryptedtoken"],
  refreshToken: ["refreshtoken", "refreshtokenencrypted", "encryptedrefreshtoken"],
  scopes: ["scopes", "scope", "grantedscopes", "permissions"],
  expiresAt: ["expiresat", "tokenexpiresat", "accesstokenexpiresat", "tokenexpiry", "expiry", "expirydate", "expires"],
  providerUser: ["provideruserid", "provideruser", "externaluserid", "platformuserid", "autheduserid", "identityurl"],
  username: ["providerusername", "externalusername", "platformusername", "handle", "login"],
  email: ["provideremail", "accountemail", "externalemail", "mailbox"],
  account: [
    ...["provideraccountid", "accountid", "teamid", "workspaceid", "portalid", "hubid", "organizationid", "orgid"],
    ...["shopid", "providerteamid"],
  ],
  accountName: ["accountname", "provideraccountname", "teamname", "workspacename", "hubdomain", "shopname"],
  botUser: ["botuserid"],
  instanceUrl: ["instanceurl"],
  patient: ["patient", "patientid"],
  shop: ["shop", "shopdomain", "myshopifydomain"],
  loginHost: ["loginhost", "loginurl"],
  fhirBaseUrl: ["fhirbaseurl", "fhirurl", "fhirserver", "iss"],
  region: ["region", "dataregion"],
  clientId: ["clientid"],
  integrationId: ["integrationid"],
  grantType: ["granttype"],
  status: ["status", "connectionstatus", "isactive", "active"],
  endedAt: ["revokedat", "disconnectedat", "deletedat"],
  connectedAt: ["connectedat", "createdat"],
  updatedAt: ["tokenupdatedat", "lastrefreshedat", "refreshedat", "updatedat"],
  lastUsed: ["lastused", "lastusedat"],
  settings: ["settings", "preferences"],
  webhookEnabled: ["webhookenabled", "webhooksenabled"],
  autoSync: ["autosync"],
  notificationPreferences: ["notificationpreferences"],
  defaultChannel: ["defaultchannel"],
  settingsTeam: ["settingsteamid", "figmateamid"],
  calendars: ["calendars"],
  webhook: ["webhookid", "webhookurl", "webhooksecret", "webhookpasscode", "webhookchannelid", "watchexpiration"],
  metadata: ["metadata", "extra", "data"],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof fields;

const isField = (name: string): name is Field => Object.hasOwn(fields, name);

export const normalizeHeader = (header: string): string => header.toLowerCase().replaceAll(/[\s_.-]/g, "");

/** The operator's own words for columns: `user=owner_uuid`. @throws Error in one sentence */
export function parseColumnChoices(given: readonly string[]): ReadonlyMap<Field, string> {
  return new Map(
    given.map((choice) => {
      const [field = "", ...header] = choice.split("=");
      if (!isField(field) || header.length === 0)
        throw new Error(
          `--column ${choice}: write <field>=<column>, a field being one of ${Object.keys(fields).join(", ")}.`,
        );
      return [field, header.join("=")];
    }),
  );
}

/** A row by its headers; values that are no text are JSON. Undefined and empty values are absent. */
export type RawRow = ReadonlyMap<string, string>;

export interface ColumnReader {
  /** The value of a field; undefined where it is empty or there is no such column. */
  read(field: Field): string | undefined;
}

/** @param choices headers that the operator has named; they alone count for their field */
export function createColumnReader(row: RawRow, choices: ReadonlyMap<Field, string>): ColumnReader {
  const values = new Map([...row].map(([header, value]) => [normalizeHeader(header), value]));
  return {
    read(field) {
      const chosen = choices.get(field);
      const headers = chosen === undefined ? fields[field] : [normalizeHeader(chosen)];
      return headers.map((header) => values.get(header)).find((value) => value !== undefined);
    },
  };
}

const known: ReadonlySet<string> = new Set(Object.values(fields).flat());

/** Headers that nothing is read from. */
export function listUnreadColumns(headers: readonly string[], chosen: readonly string[]): string[] {
  const named = new Set(chosen.map(normalizeHeader));
  return headers.filter((header) => !known.has(normalizeHeader(header)) && !named.has(normalizeHeader(header)));
}
