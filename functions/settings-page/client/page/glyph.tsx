// Our own small drawings, so that no brand's artwork is copied. A provider without one gets its first letter.

const drawings: Readonly<Record<string, string>> = {
  figma:
    "M12 3.5 16.5 13l-2.7 4.5h-3.6L7.5 13 12 3.5Zm0 0v7.2m0 2.6a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6ZM8.5 20.5h7",
  slack:
    "M4.5 6.8A2.3 2.3 0 0 1 6.800 4.500h10.400a2.300 2.300 0 0 1 2.300 2.300v6.900a2.300 2.300 0 0 1-2.300 2.300H11l-4.500 3.800V16a2 2 0 0 1-2-2V6.800ZM8.500 9h7m-7 3h4.500",
  github:
    "M7 8.200v7.600m0-7.600a2.100 2.100 0 1 0 0-4.200 2.100 2.100 0 0 0 0 4.200Zm0 7.600A2.100 2.100 0 1 0 7 20a2.100 2.100 0 0 0 0-4.200Zm10-6.600a2.100 2.100 0 1 0 0-4.200 2.100 2.100 0 0 0 0 4.200Zm0 0c0 3.800-4.200 3.600-7 4.400-1.700.500-3 1.100-3 2.200",
  gmail:
    "M4 7.500A2 2 0 0 1 6 5.500h12a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-9Zm.6-.4 6.200 5.300a1.900 1.900 0 0 0 2.400 0l6.200-5.300",
  calendar:
    "M4.500 9.800h15M8.200 3.800v3.400m7.600-3.400v3.400M6.500 5.500h11a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-10a2 2 0 0 1 2-2Zm5.200 8h3.600v2.600h-3.600v-2.600Z",
};

export function Glyph({ provider, name }: { readonly provider: string; readonly name: string }) {
  const drawing = Object.hasOwn(drawings, provider) ? drawings[provider] : undefined;
  return (
    <span class={`glyph glyph-${provider}`} aria-hidden="true">
      {drawing ? (
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d={drawing} />
        </svg>
      ) : (
        name.slice(0, 1).toUpperCase()
      )}
    </span>
  );
}
