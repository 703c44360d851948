const rows = [1, 2, 3, 4, 5];

/** @param what names what is loading, such as "the deliveries" */
export function Loading({ what }: { readonly what: string }) {
  return (
    <div class="admin-loading" aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading {what}
      </p>
      {rows.map((row) => (
        <div class="skeleton-shape" key={row} aria-hidden="true" />
      ))}
    </div>
  );
}
