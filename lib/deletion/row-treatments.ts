// What a deletion does with every kind of row of the tables. A kind that is missing here does not compile.
import type { RowKind } from "../store/row-kind.ts";
import {
  hasOwnerInConnection,
  hasOwnerInFields,
  hasOwnerInPartition,
  hasOwnerInSort,
  hasTenantInFields,
  hasTenantInPartition,
  type IsSubjects,
  isChangeOfTenant,
  isKeptForTenant,
  marksOwner,
  namesTenantInOutcome,
  servesOwner,
  wasDeliveredTo,
} from "./row-owner.ts";
import {
  closeSocketRow,
  endConnectionRow,
  endSubscriptionRow,
  removeRow,
  type TreatRow,
  treatClaim,
  treatConnectors,
  treatDelivery,
  treatGrant,
} from "./treat-row.ts";

export type Treatment =
  | { readonly isSubjects: IsSubjects; readonly treat: TreatRow }
  /** Nothing is done with it here. */
  | { readonly leftBecause: string };

const removeWhere = (isSubjects: IsSubjects): Treatment => ({ isSubjects, treat: removeRow });

export const rowTreatments: Readonly<Record<RowKind, Treatment>> = {
  connection: { isSubjects: hasOwnerInPartition, treat: endConnectionRow },
  subscription: { isSubjects: hasOwnerInPartition, treat: endSubscriptionRow },
  accounts: removeWhere(hasOwnerInPartition),
  settings: removeWhere(hasOwnerInPartition),
  eventRoute: removeWhere(hasOwnerInSort),
  share: removeWhere(hasOwnerInSort),
  tenantBot: removeWhere(marksOwner),
  connectors: { isSubjects: servesOwner, treat: treatConnectors },
  tenantHosts: removeWhere(hasTenantInPartition),
  ehrServer: removeWhere(hasTenantInFields),
  deletion: { leftBecause: "it is the marker" },
  deletionKey: { leftBecause: "markers are found under it" },

  state: removeWhere(hasOwnerInFields),
  grant: { isSubjects: hasOwnerInConnection, treat: treatGrant },
  erasure: removeWhere(hasOwnerInFields),
  launch: { leftBecause: "it is nobody's until a person takes it up, and ends after five minutes" },
  hook: { leftBecause: "it names no owner, and goes when its channel is stopped at the provider" },
  dataExport: { leftBecause: "it names no owner, and goes with the last connection of its account" },
  counter: removeWhere(hasOwnerInPartition),
  once: removeWhere(hasOwnerInPartition),
  cache: removeWhere(hasOwnerInPartition),
  changedResource: removeWhere(isChangeOfTenant),
  changedResources: { leftBecause: "it names files of the stage's own webhooks and nobody" },
  answer: removeWhere(isKeptForTenant),
  customer: removeWhere(isKeptForTenant),
  socket: { isSubjects: hasOwnerInPartition, treat: closeSocketRow },
  socketId: { isSubjects: hasOwnerInFields, treat: closeSocketRow },

  outbox: removeWhere(hasOwnerInPartition),
  head: removeWhere(hasOwnerInPartition),
  frame: removeWhere(hasOwnerInPartition),
  activity: removeWhere(hasOwnerInPartition),
  lost: removeWhere(hasOwnerInPartition),

  delivery: { isSubjects: wasDeliveredTo, treat: treatDelivery },
  deliveryPart: { leftBecause: "it goes with its delivery" },
  claim: { isSubjects: namesTenantInOutcome, treat: treatClaim },

  usage: removeWhere(hasTenantInPartition),
  standing: removeWhere(hasTenantInPartition),
  fileReads: removeWhere(hasTenantInPartition),

  audit: { leftBecause: "it stays, with the user replaced (pseudonymize-audit.ts)" },
};
