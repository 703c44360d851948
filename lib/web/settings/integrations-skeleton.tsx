/** Grey placeholders of the size of the list, so that the page does not shift when it loads. */
export function IntegrationsSkeleton() {
  return (
    <div class="skeleton" aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading your integrations
      </p>
      {[1, 2, 3, 4, 5].map((row) => (
        <div class="group" key={row} aria-hidden="true">
          <div class="bone bone-title" />
          <div class="card">
            <div class="card-head">
              <div class="bone bone-glyph" />
              <div class="card-name">
                <div class="bone bone-line" />
                <div class="bone bone-text" />
              </div>
              <div class="bone bone-button" />
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}
