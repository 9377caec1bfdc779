// Language and theme of the window; they belong to the user's profile, not to the vault.
import { FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { type Profile, useProfile, useSetProfile } from '../../app/profile.ts';
import { FormField } from '../../components/form-field.tsx';
import { Section } from '../../components/section.tsx';
import { useLanguage } from '../../i18n/format.ts';

const themes: readonly Profile['theme'][] = ['system', 'light', 'dark'];

/** Language and theme. */
export function WindowSettings() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const profile = useProfile();
  const setProfile = useSetProfile();
  return (
    <Section id="window" title={t('settings.window.title')} note={t('settings.window.note')}>
      <div style={{ display: 'flex', gap: 48, padding: '4px 0 8px' }}>
        <FormField id="settings-language" label={t('settings.language')} group>
          <RadioGroup
            row
            aria-labelledby="settings-language-label"
            value={language}
            onChange={(_event, value) => setProfile({ language: value === 'en' ? 'en' : 'zh' })}
          >
            <FormControlLabel value="zh" control={<Radio />} label={<span lang="zh-CN">中文</span>} />
            <FormControlLabel value="en" control={<Radio />} label={<span lang="en">English</span>} />
          </RadioGroup>
        </FormField>
        <FormField id="settings-theme" label={t('settings.theme')} group>
          <RadioGroup
            row
            aria-labelledby="settings-theme-label"
            value={profile?.theme ?? 'system'}
            onChange={(_event, value) => {
              const theme = themes.find((candidate) => candidate === value);
              if (theme) setProfile({ theme });
            }}
          >
            {themes.map((theme) => (
              <FormControlLabel key={theme} value={theme} control={<Radio />} label={t(`settings.themes.${theme}`)} />
            ))}
          </RadioGroup>
        </FormField>
      </div>
    </Section>
  );
}
