// Examples for the document, of a provider that exists: what a client reads is an id of its own kind.

export const customerExample = {
  customerId: "003Qy00000AbCdEIAV",
  phoneNumber: "+14155551212",
  name: "Grace Hopper",
  firstName: "Grace",
  lastName: "Hopper",
  email: "grace@example.com",
  company: "Bright Dental",
  accountId: "001Qy00000AbCdEIAV",
  provider: "salesforce",
  metadata: { salesforceContactId: "003Qy00000AbCdEIAV" },
};

export const connectorExample = {
  id: "6a0b5f0c-4a8e-4f57-9e5e-0f3d1c9b8a21",
  tenantId: "tenant_123",
  provider: "salesforce",
  baseUrl: "https://acme.my.salesforce.com",
  status: "connected",
};
