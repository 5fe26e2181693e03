import { View } from '@tarojs/components';

import { art, isArtName } from '@/art';
import { a11y } from '@/lib/a11y';

import { classes } from './classes';
import './art.scss';

interface ArtProps {
  /** A drawing of src/art; one we do not have is drawn as a gift box. */
  name: string;
  /** `gift` 84 dp, `thumb` 52, `scene` 220 × 120, `logo` 28. */
  size?: 'gift' | 'thumb' | 'scene' | 'logo';
  label?: string;
  className?: string;
}

/** A drawing. As a background, since WeChat's <image> is choosy about SVG in data URIs and backgrounds are not. */
export function Art({ name, size = 'gift', label, className }: ArtProps) {
  const source = art[isArtName(name) ? name : 'gift-box'];
  return (
    <View
      className={classes('art', `art-${size}`, className)}
      style={{ backgroundImage: `url("${source}")` }}
      {...a11y(label ? { role: 'img', label } : { hidden: true })}
    />
  );
}
