// Names that `npm run database` gives to what it makes in the operator's database.

/** The role that queries run as. It may read the views of `viewSchema`, and nothing else. */
export const readerRole = "patchbay_reader";

/** Has one view for each configured table, under the table's name. */
export const viewSchema = "patchbay_views";
