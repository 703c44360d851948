/** Names of .env lines that belong to other programs or planned features. They are ignored, not reported as unknown. */
export const otherLines: readonly RegExp[] = [
  /^MCP_/,
  /^(SALESFORCE|HUBSPOT|EPIC|CERNER|SHOPIFY|CLIO)_CLIENT_(ID|SECRET)$/,
  /^HUBSPOT_API_KEY$/,
];
