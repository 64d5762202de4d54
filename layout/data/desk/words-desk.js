/* Words of the room itself: header, panes, status line, help. [Chinese, English] */

import { add } from "./words.js";

add({
  "skip": ["跳到版面", "Skip to the page"],
  "panel": ["提示与稿件", "Findings and stories"],
  "pages": ["版面", "Page"],
  "editor": ["改稿", "Copy editor"],
  "start": ["开始", "Start"],
  "connection.none": ["连不上排版台。", "The desk cannot be reached."],
});
