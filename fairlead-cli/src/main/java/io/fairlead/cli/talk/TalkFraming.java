package io.fairlead.cli.talk;

import io.fairlead.frame.Codec;
import java.nio.charset.Charset;

/**
 * How a talk in frames is framed.
 *
 * @param codec cuts the stream
 * @param encoding of the text in a frame
 * @param whole whether all of the input is one frame, not each line
 * @param keepOpen whether the peer is not told of the end of input
 */
record TalkFraming(Codec codec, Charset encoding, boolean whole, boolean keepOpen) {}
