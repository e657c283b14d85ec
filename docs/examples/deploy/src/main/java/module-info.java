module upper {
    requires io.fairlead.core;
}
