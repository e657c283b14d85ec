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
            .faint { fill: #5c6673; } .small { font-size: 11px; }
            .state { font: 600 11.5px ui-monospace, 'DejaVu Sans Mono', monospace; }
            .same { fill: #5c6673; font-weight: 400; }
            .life { stroke: #aab3be; stroke-width: 1.5; }
            .pause { stroke: #ffffff; stroke-width: 4; stroke-dasharray: 3 4; }
            .arrow { stroke-width: 1.8; } .arrow.fold { stroke-width: 6; }
            .client { stroke: #1a5fd0; } .server { stroke: #1a7f37; }
            .trouble { stroke: #c21f2b; }
            .tip { stroke: none; }
            .tip.client, text.client { fill: #1a5fd0; stroke: none; }
            .tip.server, text.server { fill: #1a7f37; stroke: none; }
            .tip.trouble, text.trouble { fill: #c21f2b; stroke: none; }
            .room { fill: #f2f4f7; stroke: #cfd6de; }
            .shut { fill: #ffffff; stroke: #c21f2b; }
            .window { fill: #9ec5fe; stroke: none; } .window.server { fill: #a6dfb5; }
            .bar.client { fill: #1a5fd0; stroke: none; }
            .bar.server { fill: #1a7f37; stroke: none; }
            .grid { stroke: #e3e7ec; }
            .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
            .limit { stroke-dasharray: 5 3; stroke-width: 1.4; }
            .flight { stroke: none; fill-opacity: .25; }
            .flight.client { fill: #1a5fd0; } .flight.server { fill: #1a7f37; }
            """;

    /** The drawing's colours where the reader has chosen a dark theme. */
    public static final String DRAWING_IN_THE_DARK =
            """
            @media (prefers-color-scheme: dark) {
              .page { fill: #10151c; } text { fill: #e6eaf0; }
              .faint, .same { fill: #97a3b4; }
              .life { stroke: #5d6878; } .pause { stroke: #10151c; } .grid { stroke: #303a48; }
              .room { fill: #222b37; stroke: #3c4858; } .shut { fill: #10151c; stroke: #ff8182; }
              .window { fill: #2f5f9e; } .window.server { fill: #2c6b41; }
              .client { stroke: #6cb0ff; } .server { stroke: #6cd48a; }
              .trouble { stroke: #ff8182; }
              .tip.client, text.client, .bar.client, .flight.client { fill: #6cb0ff; stroke: none; }
              .tip.server, text.server, .bar.server, .flight.server { fill: #6cd48a; stroke: none; }
              .tip.trouble, text.trouble { fill: #ff8182; stroke: none; }
            }
            """;

    /** A page of text and drawings, light or dark as the reader has it; adds to the drawing's. */
    public static final String PAGE =
            """
            body { margin: 1.5rem auto; max-width: 66rem; padding: 0 1rem 45vh; color: #1c2430;
              background: #ffffff; font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.35rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
            p.sub { color: #5c6673; margin: 0 0 1rem; }
            section { border: 1px solid #dfe4ea; border-radius: 8px; padding: .8rem;
              margin: 0 0 1rem; overflow-x: auto; }
            svg { width: 100%; min-width: 46rem; height: auto; display: block; }
            svg a:hover .arrow, svg a:focus .arrow { stroke-width: 4; }
            svg a .hit { fill: transparent; }
            svg a:hover .hit, svg a:focus .hit, svg a:target .hit {
              fill: #1a5fd0; fill-opacity: .1; }
            summary { cursor: pointer; } details.run > summary { list-style: none; }
            details.run > summary:hover .arrow { stroke-width: 9; }
            details.run[open] { background: #1a5fd00f; }
            .events { columns: 20rem; margin: 0 0 .8rem; padding-left: 1.4rem; }
            .events .trouble, .bytes .trouble { color: #c21f2b; }
            .bytes { max-height: 60vh; overflow: auto; white-space: pre-wrap;
              overflow-wrap: anywhere; }
            .bytes .client { color: #1a5fd0; } .bytes .server { color: #1a7f37; }
            .phone { display: none; }
            .packets { position: absolute; width: 1px; height: 1px; overflow: hidden;
              clip-path: inset(50%); white-space: nowrap; }
            aside { display: none; position: fixed; left: 0; right: 0; bottom: 0; height: 42vh;
              overflow: auto; background: #f6f8fa; border-top: 2px solid #1a5fd0;
              padding: .7rem 1.2rem; box-shadow: 0 -6px 24px rgba(0, 0, 0, .18); }
            aside:target { display: block; }
            aside h3 { margin: 0; font-size: 1rem; } aside p { margin: .2rem 0 .5rem; }
            aside nav { float: right; } aside nav a { margin-left: 1rem; }
            aside table { border-collapse: collapse; float: left; margin: 0 2rem .5rem 0; }
            td { padding: 0 .8rem 0 0; vertical-align: top; }
            td:first-child { color: #5c6673; }
            pre { font: 12.5px/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; margin: 0;
              overflow-x: auto; }
            a { color: #1a5fd0; }
            """
                    + DRAWING_IN_THE_DARK
                    + """
                    @media (prefers-color-scheme: dark) {
                      body { color: #e6eaf0; background: #10151c; }
                      section, td { border-color: #303a48; }
                      aside { background: #18202a; }
                      p.sub, td:first-child { color: #97a3b4; }
                      a, .bytes .client { color: #6cb0ff; } .bytes .server { color: #6cd48a; }
                      .events .trouble, .bytes .trouble { color: #ff8182; }
                    }
                    @media (max-width: 600px) {
                      body { padding: 0 .6rem 45vh; } section.ladder { display: none; }
                      svg { min-width: 0; } svg .small { font-size: 24px; }
                      svg .title { font-size: 27px; }
                      .packets { position: static; width: auto; height: auto; clip-path: none;
                        white-space: normal; overflow: visible; }
                      .phone { display: inline; } .wide { display: none; }
                      .packets thead { display: none; }
                      .packets table, .packets tbody, .packets tr, .packets td { display: block; }
                      .packets tr { margin: .5rem 0; padding: .3rem .6rem; background: #5c66731a;
                        border-radius: 6px; }
                      .packets tr.client { margin-right: 15%; border-left: 4px solid #1a5fd0; }
                      .packets tr.server { margin-left: 15%; border-right: 4px solid #1a7f37; }
                      .packets tr.trouble { outline: 1.5px solid #c21f2b; }
                    }
                    """;

    private Looks() {}
}
