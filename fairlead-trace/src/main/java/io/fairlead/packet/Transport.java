package io.fairlead.packet;

/** What an IP packet carries, as far as it could be read. */
public sealed interface Transport
        permits TcpSegment, UdpDatagram, IcmpMessage, Fragment, Undecoded {}
