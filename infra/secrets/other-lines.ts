/** Lines of an .env file that mean something to the other parts, or will. They are not refused. */
export const otherLines: readonly RegExp[] = [
  /^MCP_/,
  /^(SALESFORCE|HUBSPOT|EPIC|CERNER|SHOPIFY|CLIO)_CLIENT_(ID|SECRET)$/,
  /^HUBSPOT_API_KEY$/,
];
