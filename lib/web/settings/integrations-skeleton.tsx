/** Grey placeholders of the size of the list, so that the page does not shift when it loads. */
export function IntegrationsSkeleton() {
  return (
    <div class="skeleton" aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading your integrations
      </p>
      {[1, 2, 3, 4, 5].map((row) => (
        <div class="group" key={row} aria-hidden="true">
          <div class="skeleton-shape skeleton-title" />
          <div class="card">
            <div class="card-head">
              <div class="skeleton-shape skeleton-glyph" />
              <div class="card-name">
                <div class="skeleton-shape skeleton-line" />
                <div class="skeleton-shape skeleton-text" />
              </div>
              <div class="skeleton-shape skeleton-button" />
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}
