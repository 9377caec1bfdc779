// Queries and commands of the page through TanStack Query: one key shape, one place that forgets and re-reads.
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/contract.ts';
import { asCallError, type CallError, call } from './client.ts';

/** Queries that do not depend on what the vault holds. */
const independentOfVault: readonly string[] = [
  'profile.get',
  'vault.inspect',
  'password.judge',
  'recovery.judge',
  'job.list',
];

/** The page's query client. Nothing is retried: the core is local, a refusal stays a refusal. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** Re-reads everything shown from the vault. */
export function rereadVault(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: (query) => !independentOfVault.includes(String(query.queryKey[0])) });
}

interface ReadOptions {
  enabled?: boolean;
  /** Keeps the last page on screen while the next one is read. */
  keep?: boolean;
  staleTimeMs?: number;
}

/** Reads a route and keeps the answer fresh. */
export function useRead<Name extends RouteName>(
  route: Name,
  input: RouteInput<Name>,
  options: ReadOptions = {},
): UseQueryResult<RouteOutput<Name>, CallError> {
  return useQuery<RouteOutput<Name>, CallError>({
    queryKey: [route, input],
    queryFn: async () => {
      try {
        return await call(route, input);
      } catch (error) {
        throw asCallError(error);
      }
    },
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options.staleTimeMs === undefined ? {} : { staleTime: options.staleTimeMs }),
  });
}

/** Reads one route with several inputs; undefined where an answer is not there yet. */
export function useReads<Name extends RouteName>(
  route: Name,
  inputs: readonly RouteInput<Name>[],
): (RouteOutput<Name> | undefined)[] {
  const answers = useQueries({
    queries: inputs.map((input) => ({ queryKey: [route, input], queryFn: () => call(route, input) })),
  });
  return answers.map((answer) => answer.data as RouteOutput<Name> | undefined);
}

/** A command: after success everything shown from the vault is read again. */
export function useCommand<Name extends RouteName>(
  route: Name,
): UseMutationResult<RouteOutput<Name>, CallError, RouteInput<Name>> {
  const client = useQueryClient();
  return useMutation<RouteOutput<Name>, CallError, RouteInput<Name>>({
    mutationFn: async (input) => {
      try {
        return await call(route, input);
      } catch (error) {
        throw asCallError(error);
      }
    },
    onSuccess: () => {
      void rereadVault(client);
    },
  });
}

/** Reads a route's shown answers again and waits for them: what comes next on the page depends on what was just done. */
export function useReread(): (route: RouteName) => Promise<void> {
  const client = useQueryClient();
  return (route) => client.refetchQueries({ queryKey: [route], type: 'active' });
}
