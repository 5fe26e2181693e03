import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';

import { queryClient } from '@/lib/query';

/** Draws a page as the app does. */
export function renderPage(page: ReactElement) {
  return render(<QueryClientProvider client={queryClient}>{page}</QueryClientProvider>);
}
