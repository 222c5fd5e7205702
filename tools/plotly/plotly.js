/* plotly.js with the traces of our charts. What only one chart draws, and is heavy, is fetched with
   the first figure that has it. */
import Plotly from 'plotly.js/lib/core';
import bar from 'plotly.js/lib/bar';
import heatmap from 'plotly.js/lib/heatmap';
import scatterpolar from 'plotly.js/lib/scatterpolar';
import treemap from 'plotly.js/lib/treemap';

Plotly.register([bar, heatmap, scatterpolar, treemap]);

const later = { scatter3d: () => import('./scatter3d.js') };

function fetched(traces) {
    const types = new Set((traces || []).map((trace) => trace.type).filter((type) => type in later));
    return [...types].map((type) => later[type]().then((module) => {
        Plotly.register([module.default]);
        delete later[type];
    }));
}

/* `Plotly.react` is what Dash draws with, `newPlot` what a picture of a chart is drawn with. */
for (const name of ['newPlot', 'react']) {
    const draw = Plotly[name];
    Plotly[name] = function (where, figure, ...more) {
        const waiting = fetched(Array.isArray(figure) ? figure : figure && figure.data);
        if (!waiting.length) return draw(where, figure, ...more);
        return Promise.all(waiting).then(() => draw(where, figure, ...more));
    };
}

export default Plotly;
