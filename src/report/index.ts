/** Pictures and tables people look at: charts, contact sheets, tables, the run's report. */

// Charts: data in, an SVG document out
export { type BarChart, type BarSeries, barChart } from "./bar-chart.js";
export { type ChartGrid, chartGrid } from "./chart-grid.js";
// Contact sheets: pictures in, PNG bytes out
export { borderColors, type ContactSheet, contactSheet, type SheetCell } from "./contact-sheet.js";
export { type Histogram, type HistogramSeries, histogram } from "./histogram.js";
export { type LineChart, type LineSeries, lineChart } from "./line-chart.js";
export { type LabelledPicture, neighbourSheet } from "./neighbour-sheet.js";
export { seriesColor } from "./palette.js";
export { type Picture, pictures } from "./picture.js";
export type { ChartText } from "./plot-frame.js";
export { type PointChart, pointChart } from "./point-chart.js";
// Tables and the report
export { type ReportSection, type RunReport, runReport } from "./run-report.js";
export type { Axis } from "./scale.js";
export { type ScatterChart, scatterChart } from "./scatter-chart.js";
export { stackPictures } from "./stack-pictures.js";
export { type Svg, svgToPng } from "./svg.js";
export {
  type Cell,
  formatNumber,
  markdownTable,
  meanAndSpread,
  meanSpread,
  type Table,
  textTable,
} from "./table.js";
export { viewSheet } from "./view-sheet.js";
