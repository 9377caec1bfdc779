// What the user's own profile remembers between sessions: language, theme, column layouts. No vault text goes there.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { RouteInput, RouteOutput } from '../../shared/contract/contract.ts';
import { call } from '../api/client.ts';
import { useRead } from '../api/queries.ts';

export type Profile = RouteOutput<'profile.get'>;

/** The profile; undefined until it is read. */
export function useProfile(): Profile | undefined {
  return useRead('profile.get', {}, { staleTimeMs: Number.POSITIVE_INFINITY }).data;
}

/** Changes the profile: shown at once, then written. */
export function useSetProfile(): (change: RouteInput<'profile.set'>) => void {
  const client = useQueryClient();
  return useCallback(
    (change) => {
      const { forgetRecent, ...kept } = change;
      client.setQueryData<Profile>(['profile.get', {}], (profile) =>
        profile === undefined
          ? profile
          : {
              ...profile,
              ...kept,
              recent: profile.recent.filter((vault) => vault.path !== forgetRecent),
            },
      );
      void call('profile.set', change);
    },
    [client],
  );
}

/** One remembered layout by its key, and how to change it. `parse` gives the default for anything it cannot use. */
export function useLayout<T>(key: string, parse: (stored: unknown) => T): [T, (next: T) => void] {
  const profile = useProfile();
  const setProfile = useSetProfile();
  const value = parse(profile?.layout[key]);
  const setValue = useCallback(
    (next: T) => setProfile({ layout: { ...profile?.layout, [key]: next } }),
    [key, profile?.layout, setProfile],
  );
  return [value, setValue];
}
