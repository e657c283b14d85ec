package io.fairlead.ladder;

/** The style sheets: that of a drawing by itself, and what a page adds. */
public final class Looks {
    /** Plain colours, as not every viewer of SVG knows variables. */
    public static final String DRAWING =
            """
            .page { fill: #ffffff; }
            text { font: 13px system-ui, sans-serif; fill: #1c2430; }
            .mono { font: 12px ui-monospace, 'DejaVu Sans Mono', monospace; }
            .title { font-weight: 600; font-size: 15px; }
            .end { text-anchor: end; } .mid { text-anchor: middle; }
            .faint { fill: #6b7684; } .small { font-size: 11px; }
            .state { font: 600 11.5px ui-monospace, 'DejaVu Sans Mono', monospace; }
            .same { fill: #8b95a1; font-weight: 400; }
            .life { stroke: #aab3be; stroke-width: 1.5; }
            .pause { stroke: #ffffff; stroke-width: 4; stroke-dasharray: 3 4; }
            .arrow { stroke-width: 1.8; }
            .client { stroke: #1f6feb; } .server { stroke: #2da44e; }
            .trouble { stroke: #cf222e; }
            .tip { stroke: none; }
            .tip.client, text.client { fill: #1f6feb; stroke: none; }
            .tip.server, text.server { fill: #1a7f37; stroke: none; }
            .tip.trouble, text.trouble { fill: #cf222e; stroke: none; }
            .room { fill: #f2f4f7; stroke: #cfd6de; }
            .shut { fill: #fff; stroke: #cf222e; }
            .window { fill: #9ec5fe; stroke: none; } .window.server { fill: #a6dfb5; }
            .grid { stroke: #e3e7ec; }
            .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
            .limit { stroke-dasharray: 5 3; stroke-width: 1.4; }
            .flight { stroke: none; fill-opacity: .25; }
            .flight.client { fill: #1f6feb; } .flight.server { fill: #2da44e; }
            """;

    /** A page of text and drawings, light or dark as the reader has it; adds to the drawing's. */
    public static final String PAGE =
            """
            body { margin: 1.5rem auto; max-width: 66rem; padding: 0 1rem 45vh; color: #1c2430;
              background: #ffffff; font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.35rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
            p.sub { color: #6b7684; margin: 0 0 1rem; }
            section { border: 1px solid #dfe4ea; border-radius: 8px; padding: .8rem;
              margin: 0 0 1rem; overflow-x: auto; }
            svg { width: 100%; min-width: 46rem; height: auto; display: block; }
            svg a:hover .arrow, svg a:focus .arrow { stroke-width: 4; }
            svg a .hit { fill: transparent; }
            svg a:hover .hit, svg a:focus .hit { fill: #1f6feb; fill-opacity: .07; }
            aside { display: none; position: fixed; left: 0; right: 0; bottom: 0; height: 42vh;
              overflow: auto; background: #f6f8fa; border-top: 2px solid #1f6feb;
              padding: .7rem 1.2rem; box-shadow: 0 -6px 24px rgba(0, 0, 0, .18); }
            aside:target { display: block; }
            aside h3 { margin: 0; font-size: 1rem; } aside p { margin: .2rem 0 .5rem; }
            aside nav { float: right; } aside nav a { margin-left: 1rem; }
            aside table { border-collapse: collapse; float: left; margin: 0 2rem .5rem 0; }
            td { padding: 0 .8rem 0 0; vertical-align: top; }
            td:first-child { color: #6b7684; }
            pre { font: 12.5px/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; margin: 0;
              overflow-x: auto; }
            a { color: #1f6feb; }
            @media (prefers-color-scheme: dark) {
              body { color: #e6eaf0; background: #10151c; }
              section, td { border-color: #303a48; }
              aside { background: #18202a; }
              .page { fill: #10151c; } text { fill: #e6eaf0; }
              .faint, .same, p.sub, td:first-child { fill: #97a3b4; color: #97a3b4; }
              .life { stroke: #5d6878; } .pause { stroke: #10151c; } .grid { stroke: #303a48; }
              .room { fill: #222b37; stroke: #3c4858; } .shut { fill: #10151c; }
              .window { fill: #2f5f9e; } .window.server { fill: #2c6b41; }
              text.client { fill: #6cb0ff; } text.server { fill: #6cd48a; }
              text.trouble { fill: #ff8182; }
            }
            """;

    private Looks() {}
}
