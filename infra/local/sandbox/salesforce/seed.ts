// Salesforce's demo data: two organizations, each with its tables of records.

export type Row = Readonly<Record<string, string | number | null>>;
export type Tables = Readonly<Record<string, readonly Row[]>>;

interface Organization {
  readonly id: string;
  readonly instanceHost: string;
  readonly tables: Tables;
}

export interface SalesforceUser {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly organization: Organization;
}

const row = (Id: string, fields: Row): Row => ({ Id, ...fields });

const acme: Organization = {
  id: "00D5g00000AcmeAAA1",
  instanceHost: "acme.my.salesforce.com",
  tables: {
    Account: [
      row("0015g00000BrightA1", { Name: "Bright Dental", Phone: "(415) 555-0199", BillingCity: "San Francisco" }),
      row("0015g00000Harbor02", { Name: "Harbor Freight Law", Phone: "+44 20 7946 0000", BillingCity: "London" }),
    ].map((account) => ({ BillingStreet: null, BillingState: null, BillingPostalCode: null, ...account })),
    Contact: [
      contact("0035g00000Grace001", ["Grace", "Hopper"], { Phone: "(415) 555-1212", AccountId: "0015g00000BrightA1" }),
      contact("0035g00000Alan0002", ["Alan", "Turing"], {
        MobilePhone: "+44 20 7946 0958",
        AccountId: "0015g00000Harbor02",
      }),
      contact("0035g00000Katheri3", ["Katherine", "O'Brien"], { Phone: "+1 212 555 0147" }),
      contact("0035g00000Edsger04", ["Edsger", "Dijkstra"], { Phone: "030 901820", MobilePhone: "+49 151 23456789" }),
      contact("0035g00000Nophone5", ["Radia", "Perlman"], {}),
    ],
    Lead: [
      lead("00Q5g00000Barbara1", ["Barbara", "Liskov"], { Company: "Substitution Inc", Phone: "6505550133" }),
      lead("00Q5g00000Donald02", ["Donald", "Knuth"], { Company: "Literate Press", MobilePhone: "+1 (650) 555-0172" }),
    ],
    Task: [],
  },
};

const globex: Organization = {
  id: "00D5g00000Globex01",
  instanceHost: "globex.my.salesforce.com",
  tables: {
    Account: [],
    Contact: [contact("0035g00000Hank0001", ["Hank", "Scorpio"], { Phone: "+1 415 555 9999" })],
    Lead: [],
    Task: [],
  },
};

/** Keyed by the account names of the consent page. */
export const users: Readonly<Record<string, SalesforceUser>> = {
  ada: { id: "0055g00000AdaAAAA1", username: "ada@acme.example", displayName: "Ada", organization: acme },
  ben: { id: "0055g00000BenAAAA2", username: "ben@globex.example", displayName: "Ben", organization: globex },
};

type Name = readonly [first: string, last: string];

function contact(id: string, [FirstName, LastName]: Name, more: Row): Row {
  const names = { FirstName, LastName, Name: `${FirstName} ${LastName}` };
  const Email = `${FirstName}.${LastName}@example.com`.toLowerCase().replace("'", "");
  return row(id, { ...names, Email, Phone: null, MobilePhone: null, HomePhone: null, AccountId: null, ...more });
}

function lead(id: string, [FirstName, LastName]: Name, more: Row): Row {
  const names = { FirstName, LastName, Name: `${FirstName} ${LastName}` };
  return row(id, { ...names, Email: `${LastName.toLowerCase()}@example.com`, Phone: null, MobilePhone: null, ...more });
}
