// The part of Shopify's Admin GraphQL schema that is used here, with its names: shopify.dev/docs/api/admin-graphql/2026-10
import { buildSchema } from "graphql";

export const schema = buildSchema(`
  scalar URL
  scalar DateTime

  type Query {
    shop: Shop!
    customer(id: ID!): Customer
    customers(first: Int, query: String): CustomerConnection!
    webhookSubscription(id: ID!): WebhookSubscription
    webhookSubscriptions(first: Int, topics: [WebhookSubscriptionTopic!], uri: String): WebhookSubscriptionConnection!
  }

  type Mutation {
    customerUpdate(input: CustomerInput!): CustomerUpdatePayload
    webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
    webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
  }

  type Shop { id: ID!  name: String!  myshopifyDomain: String! }

  type Customer {
    id: ID!
    firstName: String
    lastName: String
    displayName: String!
    defaultEmailAddress: CustomerEmailAddress
    defaultPhoneNumber: CustomerPhoneNumber
    defaultAddress: MailingAddress
    tags: [String!]!
    note: String
    updatedAt: DateTime!
  }
  type CustomerEmailAddress { emailAddress: String! }
  type CustomerPhoneNumber { phoneNumber: String! }
  type MailingAddress { company: String  formatted(withName: Boolean = false, withCompany: Boolean = true): [String!]! }
  type CustomerConnection { nodes: [Customer!]! }

  input CustomerInput { id: ID  note: String }
  type CustomerUpdatePayload { customer: Customer  userErrors: [UserError!]! }

  enum WebhookSubscriptionTopic { APP_UNINSTALLED  CUSTOMERS_CREATE  CUSTOMERS_UPDATE  CUSTOMERS_DELETE }
  input WebhookSubscriptionInput { uri: String  includeFields: [String!] }
  type WebhookSubscription { id: ID!  topic: WebhookSubscriptionTopic!  uri: String!  includeFields: [String!]! }
  type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! }
  type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription  userErrors: [UserError!]! }
  type WebhookSubscriptionDeletePayload { deletedWebhookSubscriptionId: ID  userErrors: [UserError!]! }
  type UserError { field: [String!]  message: String! }
`);
