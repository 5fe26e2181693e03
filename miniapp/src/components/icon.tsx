import { View } from '@tarojs/components';
import type { CSSProperties } from 'react';

import { a11y } from '@/lib/a11y';

import { classes } from './classes';
import { type IconName, icons } from './icons';
import './icon.scss';

interface IconProps {
  name: IconName;
  /** In dp before scaling: 24 unless told. */
  size?: 14 | 16 | 18 | 20 | 24 | 26 | 32;
  /** Only when no word stands beside it. */
  label?: string;
  /** Turns: something is under way. */
  turning?: boolean;
  className?: string;
}

const head =
  "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%23000' stroke-linecap='round' stroke-linejoin='round' stroke-width=";

const masks = new Map<string, CSSProperties>();

/** The drawing as a CSS mask: WeChat knows neither <svg> nor <use>, and a mask takes the colour of the text. */
function maskOf(name: IconName, stroke: number): CSSProperties {
  const key = name + stroke;
  let style = masks.get(key);
  if (!style) {
    const svg = `${head}'${stroke}'%3E${icons[name].replace(/"/g, "'").replace(/</g, '%3C').replace(/>/g, '%3E').replace(/#/g, '%23')}%3C/svg%3E`;
    const url = `url("data:image/svg+xml,${svg}")`;
    // Taro's style object on weapp knows the prefixed name only in its dashed form.
    style =
      process.env.TARO_ENV === 'weapp'
        ? ({ '-webkit-mask-image': url } as CSSProperties)
        : { maskImage: url, WebkitMaskImage: url };
    masks.set(key, style);
  }
  return style;
}

/** One line icon; decoration unless it has a label. */
export function Icon({ name, size = 24, label, turning, className }: IconProps) {
  return (
    <View
      className={classes('ic', `ic-${size}`, turning && 'turning', className)}
      style={maskOf(name, size <= 16 ? 2.1 : 1.75)}
      {...a11y(label ? { role: 'img', label } : { hidden: true })}
    />
  );
}
