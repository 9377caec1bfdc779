// Starts the page: nonce, styles, texts, events, then the window. Holds no page of its own.
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followJobs } from '../api/jobs.ts';
import { createQueryClient } from '../api/queries.ts';
import { startTranslation } from '../i18n/index.ts';
import { followEvents } from './events.ts';
import { readNonce } from './nonce.ts';
import { Window } from './window.tsx';

const nonce = readNonce();
const styleCache = createCache({ key: 'm', nonce, prepend: true });
const queryClient = createQueryClient();

await startTranslation();
followJobs();
followEvents(queryClient);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <CacheProvider value={styleCache}>
      <QueryClientProvider client={queryClient}>
        <Window nonce={nonce} />
      </QueryClientProvider>
    </CacheProvider>
  </StrictMode>,
);
